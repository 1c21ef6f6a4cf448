import manifest from '../../../package.json' with { type: 'json' }

/** Lunette's own version. */
export const version: string = manifest.version
