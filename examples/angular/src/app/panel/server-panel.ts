import { Component, computed, inject } from '@angular/core';

import { Server } from './server';
import type { Speed } from './server-state';

@Component({
  selector: 'app-server-panel',
  template: `
    <h2 id="server-title">Server</h2>
    <fieldset class="speed">
      <legend>Speed</legend>
      @for (each of speeds; track each) {
        <label>
          <input
            type="radio"
            name="speed"
            [value]="each"
            [checked]="server.report().speed === each"
            (change)="server.change({ speed: each })"
          />
          <span>{{ each }}</span>
        </label>
      }
    </fieldset>
    <label class="check">
      <input
        #fails
        type="checkbox"
        [checked]="server.report().failsNext"
        (change)="server.change({ failsNext: fails.checked })"
      />
      Fail the next request for users
    </label>
    <h3 id="requests-title">Requests as the server saw them</h3>
    <ol class="requests" aria-labelledby="requests-title">
      @for (each of requests(); track each.id) {
        <li [class.open]="each.end === 'open'" [class.closed]="each.end === 'closed by the client'">
          <span class="what"
            ><b>{{ each.method }}</b> {{ each.path }}</span
          >
          <span class="end">{{ each.by === 'server' ? 'by the server, ' : '' }}{{ each.end }}</span>
        </li>
      } @empty {
        <li class="empty">None yet.</li>
      }
    </ol>
  `,
  styleUrl: './server-panel.css',
})
export class ServerPanel {
  protected readonly server = inject(Server);
  protected readonly speeds: readonly Speed[] = ['normal', 'slow', 'paused'];
  protected readonly requests = computed(() => this.server.report().requests.slice(-6));
}
