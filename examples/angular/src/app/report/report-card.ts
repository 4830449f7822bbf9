import { Component, computed, inject } from '@angular/core';
import { injectAbortSignal, toResource } from 'rx-deferred/angular';

import { Reports } from './reports';

@Component({
  selector: 'app-report-card',
  template: `
    <h2>Report</h2>
    <p role="status">{{ message() }}</p>
  `,
  styles: `
    p {
      margin: 0;
      font-size: 0.875rem;
    }
  `,
})
export class ReportCard {
  readonly #report = toResource(inject(Reports).get({ signal: injectAbortSignal() }));

  protected readonly message = computed(() => {
    if (this.#report.hasValue()) {
      const hours = this.#report.value().reduce((sum, each) => sum + each.hours, 0);
      return `It has arrived: ${String(hours)} hours in all.`;
    }
    return this.#report.error()
      ? 'It could not be loaded.'
      : this.#report.isLoading()
        ? 'Waiting for it'
        : 'It was left.';
  });
}
