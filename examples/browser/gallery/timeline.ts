import { svg } from './svg.js';
import type { Axis, Kind, Lane, Marble, Track } from './track.js';

export interface Layout {
  /** The space for names on the left and for notes on the right. */
  readonly left: number;
  readonly right: number;

  /** The height of the row of a deferred, and of that of a handler. */
  readonly track: number;
  readonly lane: number;
  readonly radius: number;
}

export const large: Layout = { left: 92, right: 72, track: 52, lane: 40, radius: 15 };
export const narrow: Layout = { left: 76, right: 48, track: 46, lane: 36, radius: 13 };
export const small: Layout = { left: 104, right: 14, track: 30, lane: 22, radius: 6.5 };

const signs: Readonly<Record<Kind, string>> = { notify: '·', resolve: '✓', reject: '✕', abort: '⊘' };

const isSettling = ({ kind, notes = [] }: Marble): boolean => kind !== 'notify' && !notes.includes('ignored');

/**
 * Draws deferreds as marble diagrams below each other, on one axis: a line each, with a lane for each handler.
 *
 * @returns A function that tells where a position on the axis is, in pixels.
 */
export function drawTimeline(
  target: SVGSVGElement,
  tracks: readonly Track[],
  axis: Axis,
  layout: Layout,
): (at: number) => number {
  const width = target.clientWidth;
  const span = Math.max(axis.to - axis.from, 1e-9);
  const place = (at: number): number =>
    layout.left + layout.radius + ((at - axis.from) / span) * (width - layout.left - layout.right - 2 * layout.radius);
  const drawing = new Drawing(layout, place, width);
  const rows = tracks.map((track) => drawing.track(track));
  const ticks = axis.ticks ? drawing.ticks(axis.ticks) : [];
  target.replaceChildren(...ticks, ...rows);
  target.style.blockSize = `${String(drawing.height)}px`;
  return place;
}

class Drawing {
  height = 2;

  constructor(
    private readonly layout: Layout,
    private readonly place: (at: number) => number,
    private readonly width: number,
  ) {}

  ticks(ticks: NonNullable<Axis['ticks']>): SVGElement[] {
    this.height += 16;
    return ticks.map(({ at, label }) =>
      svg(
        'g',
        { class: 'tick', transform: `translate(${String(this.place(at))},0)` },
        svg('line', { y1: 0, y2: this.height - 14 }),
        svg('text', { y: this.height - 3 }, label),
      ),
    );
  }

  track({ name, from, emissions, lanes }: Track): SVGElement {
    const { layout, place, width } = this;
    const y = this.height + layout.track / 2;
    const top = this.height + layout.track;
    const end = width - layout.right / 2;
    const settled = emissions.find(isSettling);
    this.height = top + lanes.length * layout.lane;
    const laneY = (row: number): number => top + (row + 0.5) * layout.lane;
    return svg(
      'g',
      { class: 'track', 'data-track': name, 'data-state': settled?.kind ?? 'pending' },
      svg('text', { class: 'track-name', x: 0, y }, name),
      svg('line', { class: 'axis', x1: place(from), x2: settled ? place(settled.at) : end, y1: y, y2: y }),
      svg('line', { class: 'axis after', x1: settled ? place(settled.at) : end, x2: end, y1: y, y2: y }),
      svg('path', { class: 'arrow', d: `M${String(end - 5)},${String(y - 4)} l6,4 l-6,4` }),
      ...lanes.map((lane, row) => this.#lane(lane, laneY(row))),
      ...emissions.flatMap((emission) => this.#beam(emission, y, lanes, laneY)),
      ...emissions.map((emission) => this.#marble(emission, y, 0)),
      ...lanes.map((lane, row) => this.#arrivals(lane, row, y, laneY(row))),
    );
  }

  #lane({ name, channel, from, marbles, over, missing, step }: Lane, y: number): SVGElement {
    const { layout, place, width } = this;
    const end = width - layout.right / 2;
    const stop = over === undefined ? end : place(over);
    const isPassed = over !== undefined && marbles.length === 0 && layout.radius > 10;
    return svg(
      'g',
      { class: 'lane', 'data-channel': channel, 'data-missing': missing !== undefined },
      svg(
        'text',
        { class: 'lane-name', x: 0, y },
        svg('tspan', { class: 'letter' }, name),
        svg('tspan', { class: 'channel', dx: name && '0.6em' }, channel),
      ),
      ...(missing === undefined
        ? [
            svg('line', { class: 'lane-line', x1: place(from), x2: stop, y1: y, y2: y }),
            svg('line', { class: 'lane-line after', x1: stop, x2: end, y1: y, y2: y }),
            svg(
              'g',
              { class: 'lane-start', 'data-step': step, transform: `translate(${String(place(from))},${String(y)})` },
              ...(step === undefined ? [] : [svg('circle', { class: 'grip', r: layout.radius })]),
              svg('circle', { r: layout.radius / 4 }),
            ),
            ...(isPassed ? [svg('text', { class: 'note', x: stop + layout.radius + 6, y }, 'not called')] : []),
          ]
        : [svg('text', { class: 'note', x: place(from) - layout.radius / 4, y }, missing)]),
    );
  }

  /** Draws the way of an emission down to the last handler that heard it, and for a replay the way along the line. */
  #beam(emission: Marble, y: number, lanes: readonly Lane[], laneY: (row: number) => number): SVGElement[] {
    const { layout, place } = this;
    const x = place(emission.at);
    const heard = lanes.flatMap(({ marbles }, row) =>
      marbles
        .filter(({ sentAt, notes = [] }) => sentAt === emission.at && !notes.includes('never ran'))
        .map((marble) => ({ marble, row })),
    );
    const late = heard.filter(({ marble }) => marble.notes?.includes('replay'));
    const direct = heard.filter(({ marble }) => !marble.notes?.includes('replay'));
    const ways = late.map(({ marble, row }) => {
      const bend = place(marble.at);
      const end = laneY(row) - layout.radius;
      const d = `M${String(x + layout.radius)},${String(y)} H${String(bend - 10)} Q${String(bend)},${String(y)} ${String(bend)},${String(y + 10)} V${String(end)}`;
      return svg('path', { class: 'replay-way', 'data-fresh': marble.isFresh, d });
    });
    // A handler of a promise hears of it beside the beam, since it is called later. Others are below each other.
    const columns = new Map<number, { row: number; isFresh: boolean }>();
    for (const { marble, row } of direct) {
      columns.set(place(marble.at) - x < 2 ? emission.at : marble.at, { row, isFresh: marble.isFresh === true });
    }
    const beams = [...columns].flatMap(([at, { row, isFresh }]) => {
      const bend = place(at);
      const length = laneY(row) - y;
      const way = bend === x ? '' : `V${String(y + layout.track / 2)} H${String(bend)} `;
      const d = `M${String(x)},${String(y)} ${way}V${String(laneY(row))}`;
      const travelling = {
        class: 'traveller',
        'data-kind': emission.kind,
        cx: bend,
        cy: y,
        r: 4,
        style: `--length: ${String(length)}px; --rows: ${String(row + 1)}`,
      };
      return [
        svg('path', { class: 'beam', 'data-kind': emission.kind, 'data-later': bend !== x, d }),
        ...(isFresh ? [svg('circle', travelling)] : []),
      ];
    });
    return [...beams, ...ways];
  }

  #arrivals({ name, channel, marbles }: Lane, row: number, sourceY: number, y: number): SVGElement {
    return svg(
      'g',
      { class: 'arrivals', 'data-lane': name, 'data-channel': channel, 'data-from': sourceY },
      ...marbles.map((marble) => this.#marble(marble, y, row + 1)),
    );
  }

  #marble({ at, kind, text, notes = [], isFresh, step }: Marble, y: number, row: number): SVGElement {
    const { radius } = this.layout;
    const r = kind === 'notify' && radius < 10 ? radius / 2 : radius;
    const isWide = (text ?? '').length > 4;
    // The lane of a late handler begins here, so there is room on the left.
    const side = notes.includes('replay')
      ? { x: -radius - 6, 'text-anchor': 'end' }
      : notes.includes('ignored')
        ? { y: radius + 9, 'text-anchor': 'middle' }
        : { x: radius + 6 };
    return svg(
      'g',
      {
        class: 'marble',
        'data-kind': kind,
        'data-text': text ?? '',
        'data-notes': notes.join(' '),
        'data-fresh': isFresh,
        'data-step': step,
        transform: `translate(${String(this.place(at))},${String(y)})`,
        style: `--row: ${String(row)}`,
      },
      svg(
        'g',
        { class: 'ball' },
        svg('circle', { r }),
        ...(r < radius ? [] : [svg('text', {}, text === undefined || isWide ? signs[kind] : text)]),
      ),
      ...(radius > 10 && notes.length > 0 ? [svg('text', { class: 'note', ...side }, notes.join(', '))] : []),
    );
  }
}
