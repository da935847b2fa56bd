/** Arguments of {@link AppNamespace}. */
export interface AppNamespaceArgs {
    /**
     * Name of the namespace.
     *
     * Unit: none (1 to 63 of a-z, 0-9 and -). Default: `<name of the component>-<stack>`.
     * Error: "name: must be 1 to 63 of a-z, 0-9 and -, starting and ending with a letter or digit, got ...";
     * "name: must be given when create is false, got ...".
     */
    name?: string;
    /**
     * Whether it is created, and deleted with all that is in it. False for one that exists.
     *
     * Unit: none (true or false). Default: true.
     * Error: "create: must be true or false, got ...".
     */
    create?: boolean;
    /**
     * More labels of a namespace that is created. It takes only pods that are restricted as ours are, unless a label of yours says otherwise.
     *
     * Unit: none (names and values). Default: none.
     * Error: "labels: must be left out when create is false, got ..."; "labels: must be names and values as Kubernetes takes them, got ...".
     */
    labels?: { [name: string]: string };
}
