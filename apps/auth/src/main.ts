import { runService } from '@plumbline/http';
import { createApp } from './app.js';
import { readConfig } from './config/index.js';

await runService(async () => {
  const config = readConfig();
  const { host, port } = config.http;
  return { app: await createApp(config), address: { host, port, portKey: 'AUTH_PORT' } };
});
