export { InputMonitor } from './input-monitor.js';
export { InputsModule } from './inputs.module.js';
