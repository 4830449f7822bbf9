import { HttpErrorResponse } from '@angular/common/http';

/** What the server says of a failure, or else the error itself. */
export function messageOf(error: Error): string {
  const body: unknown = error instanceof HttpErrorResponse ? error.error : undefined;
  const { message } = (body ?? error) as { message?: unknown };
  return typeof message === 'string' ? message : error.message;
}
