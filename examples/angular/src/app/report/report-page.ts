import { Component, computed, inject } from '@angular/core';
import { deferredResource } from 'rx-deferred/angular';

import { messageOf } from '../message-of';
import { Reports, type Department } from './reports';

@Component({
  selector: 'app-report-page',
  template: `
    <header class="head">
      <div>
        <h1>Report</h1>
        <p class="lead">It takes seconds. Leave this page, and the request ends.</p>
      </div>
      <button type="button" class="button" (click)="load()">{{ report.error() ? 'Try again' : 'Load again' }}</button>
    </header>

    <div class="card" [attr.aria-busy]="report.isLoading()">
      @if (!report.isLoading() && report.error(); as error) {
        <div class="fill" role="alert">
          <p><b>The report could not be loaded.</b><br />{{ messageOf(error) }}</p>
        </div>
      } @else if (report.hasValue() && !report.isLoading()) {
        <table>
          <caption>
            Hours in each half of the year
          </caption>
          <tbody>
            @for (row of rows(); track row.name) {
              <tr>
                <th scope="row">{{ row.name }}</th>
                <td class="bars">
                  @for (hours of row.hours; track $index) {
                    <span class="bar" [style.inline-size.%]="hours / 6"></span>
                  }
                </td>
                <td class="sum">{{ row.sum }} h</td>
              </tr>
            }
          </tbody>
        </table>
      } @else {
        <div class="fill">
          <progress aria-label="Report" max="100" [value]="percent()"></progress>
          <p role="status">{{ percent() > 0 ? 'The report is arriving' : 'The report is being written' }}</p>
          <p class="numbers" aria-hidden="true">{{ percent() }} %</p>
        </div>
      }
    </div>

    <label class="pin">
      <input #pin type="checkbox" [checked]="reports.isPinned()" (change)="reports.isPinned.set(pin.checked)" />
      Wait for it in the side panel, too
    </label>

    <aside class="try">
      <h2>Try it</h2>
      <p>
        Load it again and go to another page: the server sees the request closed. Then do the same with the box checked:
        the side panel still waits, so the request goes on, and the report arrives there.
      </p>
    </aside>
  `,
  styleUrl: './report-page.css',
})
export class ReportPage {
  protected readonly messageOf = messageOf;
  protected readonly reports = inject(Reports);
  protected readonly report = deferredResource(() => this.reports.get());

  protected readonly percent = computed(() => {
    const { loaded, total } = this.report.progress() ?? { loaded: 0, total: 1 };
    return Math.round((loaded / (total ?? 1)) * 100);
  });
  protected readonly rows = computed(() => rowsOf(this.report.hasValue() ? this.report.value() : []));

  protected load(): void {
    if (!this.report.isLoading()) {
      this.reports.invalidate();
      this.report.reload();
    }
  }
}

function rowsOf(departments: readonly Department[]) {
  return [...Map.groupBy(departments, ({ name }) => name)].map(([name, halves]) => {
    const hours = halves.map((half) => half.hours);
    return { name, hours, sum: hours.reduce((sum, each) => sum + each, 0) };
  });
}
