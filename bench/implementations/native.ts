import { lastValueFrom } from 'rxjs';

import { promises } from './promises.js';
import type { Converting, Implementation } from './implementation.js';

const converting: Converting = {
  convert(source, handler) {
    void lastValueFrom(source).then(handler);
  },
};

export const implementation: Implementation = { ...promises(Promise), converting };
