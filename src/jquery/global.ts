import './auto.js';

export * from './index.js';
