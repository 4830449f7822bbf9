/** The progress of a request. `total` and `ratio` are undefined if the size is unknown. */
export interface AjaxProgress {
  readonly direction: 'upload' | 'download';

  /** Bytes so far. */
  readonly loaded: number;

  /** Bytes in all. */
  readonly total: number | undefined;

  /** `loaded / total`, from 0 to 1. */
  readonly ratio: number | undefined;
}

/** Creates a progress notification. A total of 0 means that the size is unknown. */
export function toProgress(direction: AjaxProgress['direction'], loaded: number, total: number): AjaxProgress {
  const known = total > 0 ? total : undefined;
  return { direction, loaded, total: known, ratio: known && loaded / known };
}
