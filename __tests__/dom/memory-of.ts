import type { Page } from 'playwright-core';

interface Memory {
  /** Returns how many listeners there are, after a collection. */
  listeners(): Promise<number>;

  /** Returns how many objects of a class there are, after a collection. */
  count(name: string): Promise<number>;
}

/** Asks the developer tools what a page holds. */
export async function memoryOf(tab: Page): Promise<Memory> {
  const devTools = await tab.context().newCDPSession(tab);
  await devTools.send('Performance.enable');
  return {
    async listeners() {
      await devTools.send('HeapProfiler.collectGarbage');
      const { metrics } = await devTools.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'JSEventListeners')?.value ?? NaN;
    },
    async count(name) {
      await devTools.send('HeapProfiler.collectGarbage');
      const { result } = await devTools.send('Runtime.evaluate', { expression: `${name}.prototype` });
      const { objects } = await devTools.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' });
      const length = await devTools.send('Runtime.callFunctionOn', {
        objectId: objects.objectId ?? '',
        functionDeclaration: 'function () { return this.length }',
        returnByValue: true,
      });
      await devTools.send('Runtime.releaseObject', { objectId: objects.objectId ?? '' });
      return Number(length.result.value);
    },
  };
}
