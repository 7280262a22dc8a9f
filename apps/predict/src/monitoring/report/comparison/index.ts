/** What `plumbline report` uses. It imports the build of this file, never the service. */
export { comparisonPage } from './comparison-page.js';
export { type ComparedFiles, type ComparisonReport, comparisonReport } from './comparison-report.js';
