import type { Lane, Marble, Track } from '../track.js';

const kinds = { notify: 'notified', resolve: 'resolved', reject: 'rejected', abort: 'aborted' };

/** Tells the picture in words, for those who do not see it. */
export function describe({ name, emissions, lanes }: Track): string {
  const sent = emissions
    .filter(({ notes = [] }) => !notes.includes('ignored'))
    .map(({ kind, text }) => said(kind, text));
  const state = sent.length > 0 ? `${name} has ${sent.join(', then ')}.` : `${name} is pending.`;
  return [state, ...lanes.map(describeLane)].join(' ');
}

function describeLane({ name, channel, marbles, over, missing }: Lane): string {
  const calls = marbles.map(describeCall);
  const words = calls.length > 0 ? calls : [missing ?? (over === undefined ? 'waits' : 'not called')];
  return `${name}, ${channel}: ${words.join(', ')}.`;
}

function describeCall({ kind, text, notes = [] }: Marble): string {
  if (notes.includes('never ran')) {
    return 'never ran';
  }
  return ['heard', said(kind, text), ...(notes.length > 0 ? [`(${notes.join(', ')})`] : [])].join(' ');
}

const said = (kind: Marble['kind'], text: string | undefined): string =>
  text === undefined ? kinds[kind] : `${kinds[kind]} ${text}`;
