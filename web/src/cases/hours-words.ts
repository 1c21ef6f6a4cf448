/** Hours as people say them: "12 min", "3 h", "4 d". */
export function hoursWords(hours: number): string {
  if (hours < 1) return `${Math.round(hours * 60).toLocaleString()} min`
  if (hours < 48) return `${(hours < 10 ? Math.round(hours * 10) / 10 : Math.round(hours)).toLocaleString()} h`
  const days = hours / 24
  return `${(days < 10 ? Math.round(days * 10) / 10 : Math.round(days)).toLocaleString()} d`
}
