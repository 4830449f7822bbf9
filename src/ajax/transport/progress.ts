/** How far a request is. `total` and `ratio` are undefined where the size is not known. */
export interface AjaxProgress {
  readonly direction: 'upload' | 'download';

  /** Bytes so far. */
  readonly loaded: number;

  /** Bytes in all. */
  readonly total: number | undefined;

  /** `loaded / total`, from 0 to 1. */
  readonly ratio: number | undefined;
}

/** Creates a notification of progress. A total of 0 means that it is not known. */
export function toProgress(direction: AjaxProgress['direction'], loaded: number, total: number): AjaxProgress {
  const known = total > 0 ? total : undefined;
  return { direction, loaded, total: known, ratio: known && loaded / known };
}
