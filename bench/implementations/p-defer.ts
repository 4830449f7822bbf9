import pDefer from 'p-defer';

import { promises } from './promises.js';

export const implementation = promises(Promise, () => pDefer<number>());
