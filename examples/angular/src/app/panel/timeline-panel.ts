import { Component, computed, inject } from '@angular/core';

import { Timeline, type Fate } from './timeline';

/** The length of the axis, in milliseconds: it grows to the second value, and moves on then. */
const [shortest, longest] = [4_000, 16_000];

const signs: Readonly<Record<Fate, string>> = { pending: '…', resolved: '✓', rejected: '✕', aborted: '⊘' };

@Component({
  selector: 'app-timeline-panel',
  template: `
    <h2 id="timeline-title">Timeline</h2>
    <p class="note">Every deferred of this page. The clock stands still while nothing is pending.</p>
    <div class="axis" aria-hidden="true">
      @for (tick of axis().ticks; track tick.seconds) {
        <span [style.left.%]="tick.left">{{ tick.left < 92 ? tick.seconds + ' s' : '' }}</span>
      }
    </div>
    <ol class="tracks" aria-labelledby="timeline-title">
      @for (row of rows(); track row.id) {
        <li [attr.data-fate]="row.fate">
          <span class="label">{{ row.label }}</span>
          <span class="fate"
            ><span class="sign" aria-hidden="true">{{ row.sign }}</span> {{ row.fate
            }}<span class="details">{{ row.details }}</span></span
          >
          <span class="lane" aria-hidden="true">
            <span class="bar" [style.left.%]="row.left" [style.width.%]="row.width"></span>
            @for (mark of row.marks; track $index) {
              <span class="mark" [style.left.%]="mark"></span>
            }
          </span>
        </li>
      } @empty {
        <li class="empty">Nothing yet. Load, send or ask something.</li>
      }
    </ol>
    <ul class="legend" aria-hidden="true">
      <li data-fate="pending">pending</li>
      <li data-fate="mark">progress</li>
      <li data-fate="resolved">resolved</li>
      <li data-fate="rejected">rejected</li>
      <li data-fate="aborted">aborted</li>
    </ul>
  `,
  styleUrl: './timeline-panel.css',
})
export class TimelinePanel {
  readonly #timeline = inject(Timeline);

  protected readonly axis = computed(() => {
    const now = this.#timeline.now();
    const length = Math.min(Math.max(now, shortest), longest);
    const from = Math.max(0, now - length);
    const place = (time: number) => Math.min(Math.max(((time - from) / length) * 100, 0), 100);
    const step = length > 8_000 ? 4_000 : length > 5_000 ? 2_000 : 1_000;
    const ticks = [];
    for (let time = Math.ceil(from / step) * step; time <= from + length; time += step) {
      ticks.push({ seconds: time / 1000, left: place(time) });
    }
    return { from, place, ticks };
  });

  protected readonly rows = computed(() => {
    const { place } = this.axis();
    const now = this.#timeline.now();
    return this.#timeline
      .tracks()
      .slice(-6)
      .map(({ id, label, start, end, fate, marks }) => ({
        id,
        label,
        fate,
        sign: signs[fate],
        details: detailsOf((end ?? now) - start, marks.length),
        left: place(start),
        width: place(end ?? now) - place(start),
        marks: [...new Set(marks.map((mark) => Math.round(place(mark))))].filter((left) => left > 0),
      }));
  });
}

function detailsOf(ms: number, marks: number): string {
  const time = ms < 1000 ? `${String(Math.max(0, Math.round(ms)))} ms` : `${(ms / 1000).toFixed(1)} s`;
  return `, ${time}${marks > 0 ? `, progress ${String(marks)}×` : ''}`;
}
