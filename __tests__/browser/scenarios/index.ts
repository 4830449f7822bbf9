import { callbacks } from './callbacks.js';
import { conversions } from './conversions.js';
import { endings } from './endings.js';
import { origins } from './origins.js';
import type { Scenario } from './probe.js';
import { requests } from './requests.js';
import { responses } from './responses.js';
import { shorthands } from './shorthands.js';

/** Requests that are sent by this package and by jQuery. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  ...responses,
  ...conversions,
  ...requests,
  ...callbacks,
  ...endings,
  ...origins,
  ...shorthands,
};
