import { expect, test } from '@jest/globals';
import { heartPatient } from './heart-patient.js';
import { startApp } from './running-app.js';

test('with PREDICT_LOG=off predictions work and feedback is rejected with the reason', async () => {
  const app = await startApp({ PREDICT_LOG: 'off' });
  try {
    const answer = await app.post('/models/heart-disease/predict', heartPatient);
    expect(answer.status).toBe(200);
    const feedback = { prediction_id: answer.body['prediction_id'], actual: 'disease' };
    const refused = await app.post('/feedback', feedback);
    expect(refused).toMatchObject({ status: 409, body: { code: 'prediction_log_off' } });
    expect(refused.body['detail']).toContain('PREDICT_LOG=off');
    expect(await app.metric('prediction_log_pending')).toBeUndefined();
  } finally {
    await app.close();
  }
});
