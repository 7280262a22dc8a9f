export { makePasswords, type Passwords, RETRAINER, startAirflow } from './airflow.js';
export { prepareAirflow } from './requirements.js';
