import { type ComponentType, lazy } from 'react';
import { texts } from '../texts.js';

/** A page: `path` is a pattern of wouter, and pages without the scope are not shown. */
export interface ConsoleRoute {
  readonly path: string;
  readonly scope: string;
  readonly page: ComponentType;
  /** Its name in the navigation; pages without one are linked from others. */
  readonly name?: string;
}

/** All pages. Each is loaded when it is opened. */
export const routes: readonly ConsoleRoute[] = [
  {
    path: '/',
    scope: 'predict',
    name: texts.models.title,
    page: lazy(async () => ({ default: (await import('../models/index.js')).ModelsPage })),
  },
  {
    path: '/models/:model',
    scope: 'predict',
    page: lazy(async () => ({ default: (await import('../model/index.js')).ModelPage })),
  },
  {
    path: '/models/:model/try',
    scope: 'predict',
    page: lazy(async () => ({ default: (await import('../try-it/index.js')).TryItPage })),
  },
  {
    path: '/models/:model/watch/:range?/:version?',
    scope: 'monitor',
    page: lazy(async () => ({ default: (await import('../watch/index.js')).WatchPage })),
  },
];
