import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitoring } from '../../test/files.js';
import { dashboardFiles } from './files.js';

const folder = join(monitoring, 'grafana/dashboards');

describe('dashboard files', () => {
  test('are what npm run dashboards writes, and no more', () => {
    const committed = Object.fromEntries(
      readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
    );
    expect(committed).toEqual(dashboardFiles());
  });
});
