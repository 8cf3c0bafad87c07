# The command line of Digits Lab, computing on the processor. docs/container.md says how it is used:
#   docker build -t digits-lab .
#   docker run --rm -v "$(pwd):/app" digits-lab --epochs 3

# Node's own image, by its exact version. To pin it to the byte, give it with the digest that
# `docker buildx imagetools inspect node:20.20.2-bookworm-slim` prints: --build-arg NODE_IMAGE=node:20.20.2-bookworm-slim@sha256:…
ARG NODE_IMAGE=node:20.20.2-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
# The packages first: this step is done again only when they change.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY LICENSE tsconfig.json ./
COPY scripts scripts
COPY src src
COPY webview webview
RUN npm run build && node scripts/imageFiles.mjs /image

FROM ${NODE_IMAGE}
# Not in /app: the folder that is mounted there would hide it.
COPY --from=build /image /opt/digits-lab
COPY entrypoint.sh /opt/digits-lab/entrypoint.sh
ENV NODE_ENV=production \
    PATH=/opt/digits-lab/bin:$PATH \
    DIGITS_WANDB_MODE=online
WORKDIR /app
# No USER: the entrypoint gives root up for the owner of the mounted folder, whom only the start of the container tells.
ENTRYPOINT ["/opt/digits-lab/entrypoint.sh"]
# The base image has one.
CMD []
