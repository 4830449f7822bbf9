import type { AjaxProgress } from './types.js';

/** Makes a note of progress. A total of 0 is one that is not known. */
export function toProgress(direction: AjaxProgress['direction'], loaded: number, total: number): AjaxProgress {
  return total > 0
    ? { direction, loaded, total, ratio: loaded / total }
    : { direction, loaded, total: undefined, ratio: undefined };
}
