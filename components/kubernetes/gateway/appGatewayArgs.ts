/** A Gateway that exists. */
export interface AdoptedGatewayArgs {
    /**
     * Its name.
     *
     * Unit: none (name). Default: none, required.
     * Error: "adopt.name: must be the name of an object, got ...".
     */
    name: string;
    /**
     * The namespace that it is in. Its listener must allow routes from the app's namespace.
     *
     * Unit: none (name). Default: the app's.
     * Error: "adopt.namespace: must be 1 to 63 of a-z, 0-9 and -, starting and ending with a letter or digit, got ...".
     */
    namespace?: string;
    /**
     * The one of its listeners that the routes belong to.
     *
     * Unit: none (name of a listener). Default: all that fit.
     * Error: "adopt.listener: must be the name of an object, got ...".
     */
    listener?: string;
}

/** A Gateway: one that exists, or what one is made of. */
export interface GatewayArgs {
    /**
     * A Gateway that exists.
     *
     * Unit: none. Default: one is created.
     * Error: see its fields; "<field>: must be left out when adopt is given, got ...".
     */
    adopt?: AdoptedGatewayArgs;
    /**
     * Class of a Gateway that is created: which controller makes it.
     *
     * Unit: none (name of a GatewayClass). Default: none, required unless `adopt` is given.
     * Error: "className: must be the name of a GatewayClass, got ...".
     */
    className?: string;
    /**
     * Secrets of type `kubernetes.io/tls` with certificate and key, in the app's namespace.
     *
     * Unit: none (names). Default: none; `plainHttp` must say so.
     * Error: "certificateSecrets: must name at least one Secret, or plainHttp be true, got ...";
     * "certificateSecrets: must be names of objects, got ..."; "certificateSecrets: must be left out when plainHttp is true, got ...".
     */
    certificateSecrets?: string[];
    /**
     * Serve plain HTTP, without a certificate.
     *
     * Unit: none (true or false). Default: false.
     * Error: "plainHttp: must be true or false, got ...".
     */
    plainHttp?: boolean;
    /**
     * Port of the listener. Traefik wants that of one of its entry points.
     *
     * Unit: TCP port, 1 to 65535. Default: 443, or 80 with `plainHttp`.
     * Error: "port: must be a whole number from 1 to 65535, got ...".
     */
    port?: number;
    /**
     * Annotations that the controller reads.
     *
     * Unit: none (names and values). Default: none.
     * Error: none.
     */
    annotations?: { [name: string]: string };
}

/** Arguments of {@link AppGateway}. */
export interface AppGatewayArgs extends GatewayArgs {
    /**
     * The app, whose name begins that of the Gateway.
     *
     * Unit: none (1 to 30 of a-z, 0-9 and -). Default: none, required.
     * Error: "app: must be 1 to 30 of a-z, 0-9 and -, starting with a letter and ending with a letter or digit, got ...".
     */
    app: string;
    /**
     * The app's namespace, which exists.
     *
     * Unit: none (name). Default: none, required.
     * Error: "namespace: must be 1 to 63 of a-z, 0-9 and -, starting and ending with a letter or digit, got ...".
     */
    namespace: string;
    /**
     * More labels of a Gateway that is created.
     *
     * Unit: none (names and values). Default: none.
     * Error: "labels: must be names and values as Kubernetes takes them, got ...".
     */
    labels?: { [name: string]: string };
}
