import { provideHttpClient } from '@angular/common/http';
import { mergeApplicationConfig } from '@angular/core';
import { provideServerRendering, RenderMode, withRoutes } from '@angular/ssr';

import { appConfig } from './app.config';

export const serverConfig = mergeApplicationConfig(appConfig, {
  providers: [
    provideHttpClient(),
    provideServerRendering(
      withRoutes([
        // It takes seconds: nobody should wait for its first byte so long.
        { path: 'report', renderMode: RenderMode.Client },
        { path: '**', renderMode: RenderMode.Server },
      ]),
    ),
  ],
});
