export { formatAudit } from './format-audit.js';
export { installDeferred } from './install.js';

export type { AuditFinding, AuditKind, InstallOptions, JQueryLike } from './types.js';
