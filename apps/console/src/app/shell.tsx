import { Suspense } from 'react';
import { Link, Route, Switch, useRoute } from 'wouter';
import { Brand } from '../components/index.js';
import { useSession } from '../session/index.js';
import { texts } from '../texts.js';
import { AccountMenu } from './account-menu.js';
import { NoPage, PageBoundary } from './page-boundary.js';
import { type ConsoleRoute, routes } from './routes.js';

/** The frame of every page: navigation, account, content. */
export function Shell() {
  const { can } = useSession();
  const open = routes.filter(({ scope }) => scope === undefined || can(scope));
  return (
    <>
      <a className="skip" href="#content" onClick={focusContent}>
        {texts.skip}
      </a>
      <header className="top-bar">
        <Link href="/" aria-label="Plumbline">
          <Brand />
        </Link>
        <nav aria-label={texts.navigation}>
          {open.map((route) => route.name && <NavigationLink key={route.path} {...route} />)}
        </nav>
        <AccountMenu />
      </header>
      <main id="content" className="content" tabIndex={-1}>
        <PageBoundary>
          <Suspense fallback={<p className="loading">{texts.loading}</p>}>
            <Switch>
              {open.map(({ path, page: Page }) => (
                <Route key={path} path={path}>
                  <Page />
                </Route>
              ))}
              <Route>
                <NoPage />
              </Route>
            </Switch>
          </Suspense>
        </PageBoundary>
      </main>
    </>
  );
}

function NavigationLink({ path, name }: ConsoleRoute) {
  const [isHere] = useRoute(path);
  return (
    <Link href={path.replace(/\/:.*/, '')} aria-current={isHere ? 'page' : undefined}>
      {name}
    </Link>
  );
}

/** The fragment of the address names the page, so that a plain link to the content would leave it. */
function focusContent(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}
