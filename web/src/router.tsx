import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { comparisonSearch } from './assurance/comparison-search.ts'
import { scenarioSearch } from './assurance/scenario-search.ts'
import { auditSearch } from './audit/audit-search.ts'
import { caseSearch } from './evaluation-cases/case-search.ts'
import { lazyPage } from './frame/lazy-page.ts'
import { NotFound } from './frame/not-found.tsx'
import { PageProblem } from './frame/page-problem.tsx'
import { Root } from './frame/root.tsx'
import { listSearch } from './lists/list-search.ts'
import { rulingsSearch } from './rulings/rulings-search.ts'
import { probeSearch } from './surface/probe-search.ts'
import { changesSearch } from './today/changes-search.ts'
import { trendsSearch } from './trends/trends-search.ts'

const root = createRootRoute({ component: Root, notFoundComponent: NotFound })
const parent = { getParentRoute: () => root }

const routes = [
  createRoute({ ...parent, path: '/', component: lazyPage(() => import('./today/today.tsx'), 'Today') }),
  createRoute({
    ...parent,
    path: '/setup',
    component: lazyPage(() => import('./session/setup.tsx'), 'Setup'),
  }),
  createRoute({
    ...parent,
    path: '/findings',
    validateSearch: listSearch,
    component: lazyPage(() => import('./findings/findings.tsx'), 'Findings'),
  }),
  createRoute({
    ...parent,
    path: '/findings/$id',
    component: lazyPage(() => import('./findings/finding.tsx'), 'Finding'),
  }),
  createRoute({
    ...parent,
    path: '/fixes',
    validateSearch: listSearch,
    component: lazyPage(() => import('./fixes/fix-actions.tsx'), 'FixActions'),
  }),
  createRoute({
    ...parent,
    path: '/fixes/$id',
    component: lazyPage(() => import('./fixes/fix-action.tsx'), 'FixAction'),
  }),
  createRoute({
    ...parent,
    path: '/assets',
    validateSearch: listSearch,
    component: lazyPage(() => import('./assets/assets.tsx'), 'Assets'),
  }),
  createRoute({
    ...parent,
    path: '/assets/$id',
    component: lazyPage(() => import('./assets/asset.tsx'), 'Asset'),
  }),
  createRoute({
    ...parent,
    path: '/surface',
    validateSearch: listSearch,
    component: lazyPage(() => import('./surface/surface.tsx'), 'Surface'),
  }),
  createRoute({
    ...parent,
    path: '/surface/graph',
    validateSearch: listSearch,
    component: lazyPage(() => import('./surface/graph/graph.tsx'), 'SurfaceGraphPage'),
  }),
  createRoute({
    ...parent,
    path: '/surface/candidates',
    component: lazyPage(() => import('./surface/candidates.tsx'), 'Candidates'),
  }),
  createRoute({
    ...parent,
    path: '/surface/changes',
    validateSearch: listSearch,
    component: lazyPage(() => import('./surface/changes.tsx'), 'SurfaceChanges'),
  }),
  createRoute({
    ...parent,
    path: '/surface/runs',
    component: lazyPage(() => import('./surface/runs.tsx'), 'Runs'),
  }),
  createRoute({
    ...parent,
    path: '/surface/runs/$id/probes',
    validateSearch: probeSearch,
    component: lazyPage(() => import('./surface/probes.tsx'), 'Probes'),
  }),
  createRoute({
    ...parent,
    path: '/surface/scope',
    component: lazyPage(() => import('./surface/scope.tsx'), 'ScopePage'),
  }),
  createRoute({
    ...parent,
    path: '/surface/settings',
    component: lazyPage(() => import('./surface/manners.tsx'), 'Manners'),
  }),
  // As it was called before: bookmarks and messages name it.
  createRoute({
    ...parent,
    path: '/surface/manners',
    beforeLoad: () => {
      throw redirect({ to: '/surface/settings', replace: true })
    },
  }),
  createRoute({
    ...parent,
    path: '/surface/assets/$id',
    component: lazyPage(() => import('./surface/surface-asset.tsx'), 'SurfaceAsset'),
  }),
  createRoute({
    ...parent,
    path: '/vulnerabilities',
    validateSearch: listSearch,
    component: lazyPage(() => import('./vulnerabilities/vulnerabilities.tsx'), 'Vulnerabilities'),
  }),
  createRoute({
    ...parent,
    path: '/assurance',
    component: lazyPage(() => import('./assurance/assurance.tsx'), 'Assurance'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/scenarios/new',
    component: lazyPage(() => import('./assurance/ready-scenarios.tsx'), 'ReadyScenarios'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/scenarios/$id/edit',
    component: lazyPage(() => import('./assurance/scenario-editor.tsx'), 'ScenarioEditor'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/scenarios/$id',
    validateSearch: scenarioSearch,
    component: lazyPage(() => import('./assurance/scenario.tsx'), 'Scenario'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/controls/$id',
    component: lazyPage(() => import('./assurance/control.tsx'), 'Control'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/evaluations/$id',
    component: lazyPage(() => import('./assurance/evaluation.tsx'), 'Evaluation'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/cases',
    component: lazyPage(() => import('./cases/cases.tsx'), 'Cases'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/cases/$id',
    component: lazyPage(() => import('./cases/case.tsx'), 'Case'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/evaluation-case',
    validateSearch: caseSearch,
    component: lazyPage(() => import('./evaluation-cases/evaluation-case.tsx'), 'EvaluationCase'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/compare',
    validateSearch: comparisonSearch,
    component: lazyPage(() => import('./assurance/comparison.tsx'), 'Comparison'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/runs',
    component: lazyPage(() => import('./runs/runs.tsx'), 'Runs'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/traces',
    component: lazyPage(() => import('./traces/traces.tsx'), 'Traces'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/patterns',
    component: lazyPage(() => import('./patterns/patterns.tsx'), 'Patterns'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/patterns/$number',
    component: lazyPage(() => import('./patterns/pattern.tsx'), 'Pattern'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/reviews',
    component: lazyPage(() => import('./reviews/reviews.tsx'), 'Reviews'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/systems',
    component: lazyPage(() => import('./systems/systems.tsx'), 'Systems'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/systems/$slug',
    component: lazyPage(() => import('./systems/system.tsx'), 'System'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/review-queues',
    component: lazyPage(() => import('./review-queues/queues.tsx'), 'ReviewQueues'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/review-queues/$id',
    component: lazyPage(() => import('./review-queues/queue.tsx'), 'ReviewQueue'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/playbooks',
    component: lazyPage(() => import('./playbooks/playbooks.tsx'), 'Playbooks'),
  }),
  createRoute({
    ...parent,
    path: '/assurance/playbooks/$id',
    component: lazyPage(() => import('./playbooks/playbook.tsx'), 'Playbook'),
  }),
  createRoute({
    ...parent,
    path: '/report',
    component: lazyPage(() => import('./cases/report.tsx'), 'Report'),
  }),
  createRoute({
    ...parent,
    path: '/report/status',
    component: lazyPage(() => import('./cases/report-status.tsx'), 'ReportStatusPage'),
  }),
  createRoute({
    ...parent,
    path: '/rulings',
    validateSearch: rulingsSearch,
    component: lazyPage(() => import('./rulings/rulings.tsx'), 'Rulings'),
  }),
  createRoute({
    ...parent,
    path: '/rulings/changes',
    validateSearch: rulingsSearch,
    component: lazyPage(() => import('./rulings/made-changes.tsx'), 'MadeChanges'),
  }),
  createRoute({
    ...parent,
    path: '/changes',
    validateSearch: changesSearch,
    component: lazyPage(() => import('./today/changes.tsx'), 'Changes'),
  }),
  createRoute({
    ...parent,
    path: '/trends',
    validateSearch: trendsSearch,
    component: lazyPage(() => import('./trends/trends.tsx'), 'TrendsPage'),
  }),
  createRoute({
    ...parent,
    path: '/imports',
    validateSearch: listSearch,
    component: lazyPage(() => import('./imports/imports.tsx'), 'Imports'),
  }),
  createRoute({
    ...parent,
    path: '/vulnerabilities/$id',
    component: lazyPage(() => import('./vulnerabilities/vulnerability.tsx'), 'Vulnerability'),
  }),
  createRoute({ ...parent, path: '/feeds', component: lazyPage(() => import('./feeds/feeds.tsx'), 'Feeds') }),
  createRoute({
    ...parent,
    path: '/join',
    component: lazyPage(() => import('./session/join.tsx'), 'Join'),
  }),
  createRoute({
    ...parent,
    path: '/settings',
    component: lazyPage(() => import('./settings/settings.tsx'), 'Settings'),
  }),
  createRoute({
    ...parent,
    path: '/instance',
    component: lazyPage(() => import('./instance/instance.tsx'), 'Instance'),
  }),
  createRoute({
    ...parent,
    path: '/notifications',
    component: lazyPage(() => import('./notifications/notifications.tsx'), 'Notifications'),
  }),
  createRoute({ ...parent, path: '/vex', component: lazyPage(() => import('./vex/vex.tsx'), 'Vex') }),
  // Where people look for what stands under Settings.
  ...(['people', 'notifications', 'vex', 'audit', 'instance'] as const).map((page) =>
    createRoute({
      ...parent,
      path: `/settings/${page}`,
      beforeLoad: () => {
        throw redirect({ to: `/${page}`, replace: true })
      },
    }),
  ),
  createRoute({
    ...parent,
    path: '/people',
    validateSearch: listSearch,
    component: lazyPage(() => import('./people/people.tsx'), 'People'),
  }),
  createRoute({
    ...parent,
    path: '/audit',
    validateSearch: auditSearch,
    component: lazyPage(() => import('./audit/audit.tsx'), 'Audit'),
  }),
] as const

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: 'intent',
  scrollRestoration: false,
  defaultErrorComponent: PageProblem,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
