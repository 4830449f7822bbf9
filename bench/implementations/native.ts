import { promises } from './promises.js';

export const implementation = promises(Promise);
