/** A piece of work that waits for its turn. */
export interface Task {
  run(): Promise<void>
}

/** Tasks that have begun and are still in the list before it is shortened. */
const MOST_TAKEN = 1000

/** Work that shares a bound: so much at once, the rest in order. */
export class Lane {
  private readonly most: number
  private readonly waiting: Task[] = []
  /** Those that go before all others. */
  private readonly urgent: Task[] = []
  private running = 0
  private taken = 0
  done = 0

  constructor(most: number) {
    this.most = most
  }

  get idle(): boolean {
    return this.running === 0 && this.left === 0
  }

  /** Tasks that have not begun. */
  get left(): number {
    return this.urgent.length + this.waiting.length - this.taken
  }

  get total(): number {
    return this.done + this.running + this.left
  }

  add(task: Task, isUrgent = false): void {
    if (isUrgent) this.urgent.push(task)
    else this.waiting.push(task)
  }

  /** Begins what may begin; `ended` is told of each that ends. */
  start(ended: (failure?: unknown) => void): void {
    while (this.running < this.most && this.left > 0) {
      const task = this.urgent.shift() ?? this.waiting[this.taken++]!
      this.running++
      task.run().then(
        () => this.end(ended),
        (failure: unknown) => this.end(() => ended(failure)),
      )
    }
    if (this.taken < MOST_TAKEN && this.left > 0) return
    this.waiting.splice(0, this.taken)
    this.taken = 0
  }

  /** Counts a task that was done before there was this lane. */
  wasDone(): void {
    this.done++
  }

  /** Forgets what has not begun. */
  drop(): void {
    this.urgent.length = this.waiting.length = this.taken = 0
  }

  private end(ended: (failure?: unknown) => void): void {
    this.running--
    this.done++
    ended()
  }
}
