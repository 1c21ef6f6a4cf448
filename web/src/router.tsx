import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { comparisonSearch } from './assurance/comparison-search.ts'
import { scenarioSearch } from './assurance/scenario-search.ts'
import { auditSearch } from './audit/audit-search.ts'
import { NotFound } from './frame/not-found.tsx'
import { Root } from './frame/root.tsx'
import { listSearch } from './lists/list-search.ts'
import { ProblemBox } from './parts/problem-box.tsx'
import { rulingsSearch } from './rulings/rulings-search.ts'
import { changesSearch } from './today/changes-search.ts'
import { trendsSearch } from './trends/trends-search.ts'

const root = createRootRoute({ component: Root, notFoundComponent: NotFound })
const parent = { getParentRoute: () => root }

const routes = [
  createRoute({ ...parent, path: '/', component: lazyRouteComponent(() => import('./today/today.tsx'), 'Today') }),
  createRoute({
    ...parent,
    path: '/setup',
    component: lazyRouteComponent(() => import('./session/setup.tsx'), 'Setup'),
  }),
  createRoute({
    ...parent,
    path: '/findings',
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./findings/findings.tsx'), 'Findings'),
  }),
  createRoute({
    ...parent,
    path: '/findings/$id',
    component: lazyRouteComponent(() => import('./findings/finding.tsx'), 'Finding'),
  }),
  createRoute({
    ...parent,
    path: '/fixes',
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./fixes/fix-actions.tsx'), 'FixActions'),
  }),
  createRoute({
    ...parent,
    path: '/fixes/$id',
    component: lazyRouteComponent(() => import('./fixes/fix-action.tsx'), 'FixAction'),
  }),
  createRoute({
    ...parent,
    path: '/assets',
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./assets/assets.tsx'), 'Assets'),
  }),
  createRoute({
    ...parent,
    path: '/assets/$id',
    component: lazyRouteComponent(() => import('./assets/asset.tsx'), 'Asset'),
  }),
  createRoute({
    ...parent,
    path: '/surface',
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./surface/surface.tsx'), 'Surface'),
  }),
  createRoute({
    ...parent,
    path: '/surface/graph',
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./surface/graph/graph.tsx'), 'SurfaceGraphPage'),
  }),
  createRoute({
    ...parent,
    path: '/surface/candidates',
    component: lazyRouteComponent(() => import('./surface/candidates.tsx'), 'Candidates'),
  }),
  createRoute({
    ...parent,
    path: '/surface/changes',
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./surface/changes.tsx'), 'SurfaceChanges'),
  }),
  createRoute({
    ...parent,
    path: '/surface/runs',
    component: lazyRouteComponent(() => import('./surface/runs.tsx'), 'Runs'),
  }),
  createRoute({
    ...parent,
    path: '/surface/scope',
    component: lazyRouteComponent(() => import('./surface/scope.tsx'), 'ScopePage'),
  }),
  createRoute({
    ...parent,
    path: '/surface/assets/$id',
    component: lazyRouteComponent(() => import('./surface/surface-asset.tsx'), 'SurfaceAsset'),
  }),
  createRoute({
    ...parent,
    path: '/vulnerabilities',
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./vulnerabilities/vulnerabilities.tsx'), 'Vulnerabilities'),
  }),
  createRoute({
    ...parent,
    path: '/assurance',
    component: lazyRouteComponent(() => import('./assurance/assurance.tsx'), 'Assurance'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/scenarios/$id',
    validateSearch: scenarioSearch,
    component: lazyRouteComponent(() => import('./assurance/scenario.tsx'), 'Scenario'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/controls/$id',
    component: lazyRouteComponent(() => import('./assurance/control.tsx'), 'Control'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/evaluations/$id',
    component: lazyRouteComponent(() => import('./assurance/evaluation.tsx'), 'Evaluation'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/cases',
    component: lazyRouteComponent(() => import('./cases/cases.tsx'), 'Cases'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/cases/$id',
    component: lazyRouteComponent(() => import('./cases/case.tsx'), 'Case'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/compare',
    validateSearch: comparisonSearch,
    component: lazyRouteComponent(() => import('./assurance/comparison.tsx'), 'Comparison'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/reviews',
    component: lazyRouteComponent(() => import('./reviews/reviews.tsx'), 'Reviews'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/systems',
    component: lazyRouteComponent(() => import('./systems/systems.tsx'), 'Systems'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/systems/$slug',
    component: lazyRouteComponent(() => import('./systems/system.tsx'), 'System'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/playbooks',
    component: lazyRouteComponent(() => import('./playbooks/playbooks.tsx'), 'Playbooks'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/playbooks/$id',
    component: lazyRouteComponent(() => import('./playbooks/playbook.tsx'), 'Playbook'),
  }),
  createRoute({
    ...parent,
    path: '/report',
    component: lazyRouteComponent(() => import('./cases/report.tsx'), 'Report'),
  }),
  createRoute({
    ...parent,
    path: '/rulings',
    validateSearch: rulingsSearch,
    component: lazyRouteComponent(() => import('./rulings/rulings.tsx'), 'Rulings'),
  }),
  createRoute({
    ...parent,
    path: '/rulings/changes',
    validateSearch: rulingsSearch,
    component: lazyRouteComponent(() => import('./rulings/made-changes.tsx'), 'MadeChanges'),
  }),
  createRoute({
    ...parent,
    path: '/changes',
    validateSearch: changesSearch,
    component: lazyRouteComponent(() => import('./today/changes.tsx'), 'Changes'),
  }),
  createRoute({
    ...parent,
    path: '/trends',
    validateSearch: trendsSearch,
    component: lazyRouteComponent(() => import('./trends/trends.tsx'), 'TrendsPage'),
  }),
  createRoute({
    ...parent,
    path: '/imports',
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./imports/imports.tsx'), 'Imports'),
  }),
  createRoute({
    ...parent,
    path: '/vulnerabilities/$id',
    component: lazyRouteComponent(() => import('./vulnerabilities/vulnerability.tsx'), 'Vulnerability'),
  }),
  createRoute({ ...parent, path: '/feeds', component: lazyRouteComponent(() => import('./feeds/feeds.tsx'), 'Feeds') }),
  createRoute({
    ...parent,
    path: '/join',
    component: lazyRouteComponent(() => import('./session/join.tsx'), 'Join'),
  }),
  createRoute({
    ...parent,
    path: '/settings',
    component: lazyRouteComponent(() => import('./settings/settings.tsx'), 'Settings'),
  }),
  createRoute({
    ...parent,
    path: '/instance',
    component: lazyRouteComponent(() => import('./instance/instance.tsx'), 'Instance'),
  }),
  createRoute({
    ...parent,
    path: '/notifications',
    component: lazyRouteComponent(() => import('./notifications/notifications.tsx'), 'Notifications'),
  }),
  createRoute({ ...parent, path: '/vex', component: lazyRouteComponent(() => import('./vex/vex.tsx'), 'Vex') }),
  createRoute({
    ...parent,
    path: '/people',
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./people/people.tsx'), 'People'),
  }),
  createRoute({
    ...parent,
    path: '/audit',
    validateSearch: auditSearch,
    component: lazyRouteComponent(() => import('./audit/audit.tsx'), 'Audit'),
  }),
] as const

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: 'intent',
  scrollRestoration: false,
  defaultErrorComponent: ({ error }) => <ProblemBox error={error} />,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
