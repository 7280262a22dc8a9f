import { createMetrics } from '@plumbline/metrics';
import { Admission } from '../src/requests/admission.js';

/** Admission of so many requests of any kind. */
export const oneLane = (places: number) =>
  new Admission([{ name: 'requests', places, holds: () => true }], createMetrics('auth'));
