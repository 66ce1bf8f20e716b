import classes from './PolicyForm.module.css'

/** In short what docs/guides/permission-policies.md says. */
export const PolicyRules = () => (
  <details className={classes.rules}>
    <summary>How statements decide</summary>
    <ul>
      <li>What no statement allows is refused; one deny refuses, however many allow. Their order never matters.</li>
      <li>
        <code>config:meter/*</code> covers all meters, listing and creating them too; <code>config:meter/item/&lt;id&gt;</code> one of
        them; <code>config:meter/group/&lt;id&gt;</code> those in a resource group; <code>*</code> everything.
      </li>
      <li>
        The action <code>all</code> is every action, those that are added later too.
      </li>
      <li>
        A condition is written as JSON, such as <code>{'{"equals": {"resource.owner": {"ref": "subject.email"}}}'}</code>. Where an
        attribute is missing, an allow does not hold and a deny does.
      </li>
    </ul>
  </details>
)
