import { Deferred, type UnhandledRejection } from 'rx-deferred';

/** Collects the rejections passed to `Deferred.onUnhandled`, separately for each test. */
export function collectUnhandled(): UnhandledRejection[] {
  const seen: UnhandledRejection[] = [];
  beforeEach(() => {
    seen.length = 0;
    Deferred.onUnhandled = (rejection) => seen.push(rejection);
  });
  afterEach(() => {
    delete Deferred.onUnhandled;
  });
  return seen;
}
