export { AuditModule } from './audit.module.js';
export { AuditRepository } from './audit.repository.js';
export { FailureLog } from './failure-log.js';
export { ClientAddress, CurrentOperator, type Operator } from './operator.decorator.js';
