// Checks who may call, on the template that is about to be deployed: whatever the settings say, no route is open.

type RouteResources = Readonly<
  Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
>;

/** Logical ids of the routes of `resources` that would answer without IAM or JWT. */
export function openRoutes(resources: RouteResources): string[] {
  return Object.entries(resources)
    .filter(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Route')
    .filter(([, { Properties = {} }]) => {
      const kind = Properties['AuthorizationType'];
      return kind !== 'AWS_IAM' && !(kind === 'JWT' && Properties['AuthorizerId'] !== undefined);
    })
    .map(([id]) => id);
}
