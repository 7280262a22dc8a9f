export { kubernetesCommand } from './kubernetes-command.js';
