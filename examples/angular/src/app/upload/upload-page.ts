import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { deferredMutation, fromHttpEvents } from 'rx-deferred/angular';

import { messageOf } from '../message-of';
import { Timeline } from '../panel/timeline';

interface Stored {
  readonly bytes: number;
}

@Component({
  selector: 'app-upload-page',
  template: `
    <header class="head">
      <div>
        <h1>Upload</h1>
        <p class="lead">A command with its own state: progress while it runs, a result, and a way to end it.</p>
      </div>
    </header>

    <div class="card">
      <label
        class="drop"
        [class.over]="isOver()"
        (dragover)="$event.preventDefault(); isOver.set(true)"
        (dragleave)="isOver.set(false)"
        (drop)="drop($event)"
      >
        <input #picker class="hidden" type="file" (change)="send(picker.files?.[0]); picker.value = ''" />
        <span class="pick"><b>Choose a file</b> or drop one here</span>
        <span class="hint">It is counted and thrown away.</span>
      </label>
      <p class="or">
        No file at hand? <button type="button" class="link" (click)="send(sample())">Send a sample of 8 MB</button>
      </p>

      <div class="state">
        <div class="line">
          <span class="file">{{ name() || 'No file yet' }}</span>
          <span class="numbers">{{ sent() }}</span>
        </div>
        <progress aria-label="Upload" max="100" [value]="percent()"></progress>
        <div class="line foot">
          <span role="status" [class.good]="store.hasValue()" [class.bad]="store.error()">{{ message() }}</span>
          <button type="button" class="button" [attr.aria-disabled]="!store.isLoading()" (click)="store.abort()">
            Cancel
          </button>
        </div>
      </div>
    </div>

    <aside class="try">
      <h2>Try it</h2>
      <p>
        Cancel half-way: the server sees the connection close at once. Send a second file while the first one is under
        way: the concurrency is <code>switch</code>, so the first one ends.
      </p>
    </aside>
  `,
  styleUrl: './upload-page.css',
})
export class UploadPage {
  readonly #http = inject(HttpClient);
  readonly #timeline = inject(Timeline);

  protected readonly store = deferredMutation(
    (file: File) =>
      this.#timeline.watch(
        `Send ${file.name}`,
        fromHttpEvents(this.#http.post<Stored>('/api/files', file, { observe: 'events', reportUploadProgress: true })),
      ),
    { concurrency: 'switch', abortOnDestroy: true },
  );

  protected readonly name = signal('');
  protected readonly isOver = signal(false);
  readonly #size = signal(0);
  readonly #isCancelled = signal(false);
  readonly #loaded = computed(() =>
    this.store.hasValue() ? this.#size() : Math.min(this.store.progress()?.loaded ?? 0, this.#size()),
  );

  protected readonly percent = computed(() => (this.#size() > 0 ? (this.#loaded() / this.#size()) * 100 : 0));
  protected readonly sent = computed(() =>
    this.name() === '' ? '' : `${String(Math.round(this.percent()))} % of ${inMegabytes(this.#size())}`,
  );
  protected readonly message = computed(() => {
    const error = this.store.error();
    if (error) {
      return messageOf(error);
    }
    if (this.store.hasValue()) {
      return `The server has counted ${inMegabytes(this.store.value().bytes)}.`;
    }
    return this.store.isLoading() ? 'On its way' : this.#isCancelled() ? 'Cancelled' : 'Ready';
  });

  protected send(file: File | undefined): void {
    if (file) {
      this.name.set(file.name);
      this.#size.set(file.size);
      this.#isCancelled.set(false);
      const call = this.store(file);
      call.fail(() => {
        this.#isCancelled.set(!this.store.isLoading() && !this.store.error());
      });
    }
  }

  protected sample(): File {
    return new File([new Uint8Array(8 * 1024 * 1024)], 'sample.bin');
  }

  protected drop(event: DragEvent): void {
    event.preventDefault();
    this.isOver.set(false);
    this.send(event.dataTransfer?.files[0]);
  }
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
