import { Component, inject, signal, viewChild, type ElementRef } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { filter, skip } from 'rxjs';

import { ConfirmDialog } from './confirm/confirm-dialog';
import { ServerPanel } from './panel/server-panel';
import { Timeline } from './panel/timeline';
import { TimelinePanel } from './panel/timeline-panel';
import { ReportCard } from './report/report-card';
import { Reports } from './report/reports';

@Component({
  selector: 'app-root',
  imports: [ConfirmDialog, ReportCard, RouterLink, RouterLinkActive, RouterOutlet, ServerPanel, TimelinePanel],
  template: `
    <a class="skip" href="#main" (click)="$event.preventDefault(); content.focus()">Skip to the content</a>
    <header class="bar">
      <a class="brand" routerLink="/users"><img src="icon.svg" alt="" width="28" height="28" /> rx-deferred</a>
      <nav aria-label="Pages">
        @for (page of pages; track page) {
          <a [routerLink]="'/' + page" routerLinkActive="active" ariaCurrentWhenActive="page">{{ page }}</a>
        }
      </nav>
    </header>
    <main #content tabindex="-1" id="main"><router-outlet /></main>
    <aside class="panel" aria-label="What happens" [class.open]="isOpen()">
      <button type="button" class="handle" [attr.aria-expanded]="isOpen()" aria-controls="panel" (click)="toggle()">
        <span>What happens</span>
        <span class="count">{{ timeline.pending() }} pending</span>
      </button>
      <div id="panel" class="content">
        <app-timeline-panel class="card" />
        @if (reports.isPinned()) {
          <app-report-card class="card" />
        }
        <app-server-panel class="card" />
      </div>
    </aside>
    <app-confirm-dialog />
  `,
  styleUrl: './app.css',
})
export class App {
  protected readonly pages = ['users', 'upload', 'confirm', 'answer', 'report'];
  protected readonly reports = inject(Reports);
  protected readonly timeline = inject(Timeline);

  /** Whether the panel is open where it does not fit beside the page. */
  protected readonly isOpen = signal(false);
  private readonly main = viewChild.required<ElementRef<HTMLElement>>('content');

  constructor() {
    const navigated = inject(Router).events.pipe(
      filter((event) => event instanceof NavigationEnd),
      skip(1),
      takeUntilDestroyed(),
    );
    navigated.subscribe(() => {
      this.main().nativeElement.focus({ preventScroll: true });
    });
  }

  protected toggle(): void {
    this.isOpen.update((isOpen) => !isOpen);
  }
}
