import type { AuditFinding, AuditKind } from './types.js';

/** The advice for each kind, in the order of the table: the kinds that take most work come first. */
const advice: Record<AuditKind, string> = {
  then: 'jQuery 1 and 2 ran it at once',
  throw: 'a promise would reject, an observable fail',
  pipe: 'use then, or operators of RxJS',
  arguments: 'put them into one object or array: a promise has one value',
  context: 'hand it on as a value: promises and observables have no this',
  progress: 'use an observable, or progress$',
};

/**
 * Formats the findings of an audit as a table for the console: by kind, the most frequent first.
 *
 * @param findings - The findings that `audit` was called with.
 * @returns The table, or a sentence if there are no findings.
 * @example
 * ```ts
 * import { formatAudit } from 'rx-deferred/jquery';
 *
 * const findings = [{ kind: 'pipe', line: 'at load (app.js:3:10)', count: 2 }] as const;
 *
 * formatAudit(findings).split('\n');
 * // => ['kind  count  where', 'pipe      2  at load (app.js:3:10)', '', 'pipe: use then, or operators of RxJS']
 * ```
 */
export function formatAudit(findings: Iterable<AuditFinding>): string {
  const kinds = Object.keys(advice) as AuditKind[];
  const sorted = [...findings].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || b.count - a.count);
  if (sorted.length === 0) {
    return 'Nothing was found.';
  }
  const rows = [['kind', 'count', 'where'], ...sorted.map(({ kind, count, line }) => [kind, String(count), line])];
  const [first, second] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return [
    ...rows.map(
      ([kind = '', count = '', line = '']) => `${kind.padEnd(first ?? 0)}  ${count.padStart(second ?? 0)}  ${line}`,
    ),
    '',
    ...kinds.filter((kind) => sorted.some((one) => one.kind === kind)).map((kind) => `${kind}: ${advice[kind]}`),
  ].join('\n');
}
