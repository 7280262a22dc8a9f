import { test } from '@jest/globals';
import { expectEqualToPackages, goldenGroups } from './golden-cases.js';

test.each(goldenGroups.multiclass)('%s equals the real packages to 1e-9', expectEqualToPackages);
