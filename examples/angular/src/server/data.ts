import type { Department } from '../app/report/reports';
import type { User } from '../app/users/users';

export const users: readonly User[] = [
  { id: 1, name: 'Ada Lovelace', role: 'Analysis', city: 'London', since: 1843 },
  { id: 2, name: 'Grace Hopper', role: 'Compilers', city: 'New York', since: 1952 },
  { id: 3, name: 'Katherine Johnson', role: 'Trajectories', city: 'Hampton', since: 1953 },
  { id: 4, name: 'Hedy Lamarr', role: 'Radio', city: 'Vienna', since: 1942 },
  { id: 5, name: 'Karen Spärck Jones', role: 'Search', city: 'Cambridge', since: 1972 },
  { id: 6, name: 'Radia Perlman', role: 'Networks', city: 'Portsmouth', since: 1985 },
];

const names = [
  'Analysis',
  'Archive',
  'Compilers',
  'Design',
  'Education',
  'Field work',
  'Networks',
  'Printing',
  'Radio',
  'Research',
  'Search',
  'Trajectories',
];

export const departments: readonly Department[] = names.flatMap((name, i) =>
  [1, 2].map((half) => ({ name, half, hours: 180 + ((i * 7919 + half * 104729) % 420) })),
);
