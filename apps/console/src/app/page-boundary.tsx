import { Component, type ReactNode } from 'react';
import { Page } from '../components/index.js';
import { texts } from '../texts.js';

/** Shows that a page failed, or that its file is gone because predict was updated, and offers to load the console again. */
export class PageBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Page title={texts.errors.pageFailed}>
        <p>{texts.errors.pageFailedHint}</p>
        <button type="button" className="button" onClick={() => window.location.reload()}>
          {texts.errors.reload}
        </button>
      </Page>
    );
  }
}

/** The address names no page, or one for which the scope is missing. */
export function NoPage() {
  return (
    <Page title={texts.errors.noPage}>
      <p>{texts.errors.noPageHint}</p>
    </Page>
  );
}
