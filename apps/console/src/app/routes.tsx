import { type ComponentType, lazy } from 'react';
import { texts } from '../texts.js';

/** A page: `path` is a pattern of wouter, and pages without the scope are not shown. */
export interface ConsoleRoute {
  readonly path: string;
  /** Undefined for what everybody may open. */
  readonly scope?: string;
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
    path: '/retrains',
    scope: 'retrain',
    name: texts.retrains.title,
    page: lazy(async () => ({ default: (await import('../retrains/index.js')).RetrainsPage })),
  },
  {
    path: '/retrains/:id',
    scope: 'retrain',
    page: lazy(async () => ({ default: (await import('../retrains/index.js')).RetrainPage })),
  },
  {
    path: '/audit/:before?',
    scope: 'admin',
    name: texts.audit.name,
    page: lazy(async () => ({ default: (await import('../audit/index.js')).AuditPage })),
  },
  {
    path: '/admin/:part?',
    scope: 'admin',
    name: texts.admin.title,
    page: lazy(async () => ({ default: (await import('../admin/index.js')).AdminPage })),
  },
  {
    path: '/account',
    page: lazy(async () => ({ default: (await import('../admin/index.js')).AccountPage })),
  },
  {
    path: '/models/:model/watch/:range?/:version?',
    scope: 'monitor',
    page: lazy(async () => ({ default: (await import('../watch/index.js')).WatchPage })),
  },
];
