import type { AjaxProgress } from './types.js';

/** Makes a note of progress. A total of 0 is one that is not known. */
export function toProgress(direction: AjaxProgress['direction'], loaded: number, total: number): AjaxProgress {
  const known = total > 0 ? total : undefined;
  return { direction, loaded, total: known, ratio: known && loaded / known };
}
