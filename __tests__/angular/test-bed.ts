import '@angular/compiler';
import {
  ApplicationRef,
  createEnvironmentInjector,
  EnvironmentInjector,
  Injector,
  provideZonelessChangeDetection,
  runInInjectionContext,
} from '@angular/core';
import { getTestBed, TestBed } from '@angular/core/testing';
import { BrowserTestingModule, platformBrowserTesting } from '@angular/platform-browser/testing';
import { firstValueFrom } from 'rxjs';

getTestBed().initTestEnvironment(BrowserTestingModule, platformBrowserTesting());

beforeEach(() => {
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection()] });
});

/** An injector of its own, which a test may destroy. */
export interface Scope {
  readonly injector: Injector;

  /** Calls a function in the injection context. */
  readonly run: <T>(create: () => T) => T;

  readonly destroy: () => void;
}

export function createScope(): Scope {
  const environment = createEnvironmentInjector([], TestBed.inject(EnvironmentInjector));
  const injector = environment.get(Injector);
  return {
    injector,
    run: (create) => runInInjectionContext(injector, create),
    destroy() {
      environment.destroy();
    },
  };
}

/** Whether the application is stable: it waits for nothing, apart from the next run of its effects. */
export function isStable(): Promise<boolean> {
  TestBed.tick();
  return firstValueFrom(TestBed.inject(ApplicationRef).isStable);
}
