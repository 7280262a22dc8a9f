import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import {
  ApiGatewayTimeoutResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { type Principal, RequireScope } from '@plumbline/access';
import { TaskQueue } from '@plumbline/tasks';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import { readRow } from '../../models/manifest/index.js';
import { ModelRegistry } from '../../models/registry/index.js';
import { BatchReader, prepareAll, rowSizeOf } from './batch-reader.js';
import {
  type BatchPrediction,
  batchPredictionSchema,
  type Prediction,
  predictionSchema,
} from './prediction.schema.js';
import { PredictionService } from './prediction.service.js';

/** Batches of images that are in memory at a time. */
const DECODED_BATCHES = 4;

/** The parts of a request that are used. They are read directly because each parameter pipe costs a promise. */
interface PredictRequest {
  readonly body: unknown;
  readonly params: { readonly model?: string; readonly version?: string };
  readonly principal: Principal;
}

const OneRow = () => ApiOkResponse({ standardSchema: predictionSchema });
const ManyRows = () => ApiOkResponse({ standardSchema: batchPredictionSchema });
const ModelParam = () => ApiParam({ name: 'model', type: String, example: 'heart-disease' });
const VersionParam = () => ApiParam({ name: 'version', type: Number, example: 1 });

/** Predicts with the default model, with the champion of a named model, or with a named version. */
@ApiTags('predictions')
@ApiNotFoundResponse()
@ApiUnprocessableEntityResponse()
@ApiGatewayTimeoutResponse()
@RequireScope('predict')
@Controller()
export class PredictionController {
  private readonly batches: BatchReader;
  /** The decoded images of a batch take more memory than its body, which admission counts. */
  private readonly decodedBatches = new TaskQueue(DECODED_BATCHES);

  constructor(
    private readonly registry: ModelRegistry,
    private readonly predictions: PredictionService,
    @Inject(PREDICT_CONFIG) { maxBatchRows }: PredictConfig,
  ) {
    this.batches = new BatchReader(maxBatchRows);
  }

  @Post('predict')
  @HttpCode(200)
  @ApiOperation({ summary: 'Predict one row with the default model' })
  @OneRow()
  predict(@Req() request: PredictRequest): Promise<Prediction> {
    return this.one(request);
  }

  @Post('predict/batch')
  @HttpCode(200)
  @ApiOperation({ summary: 'Predict several rows with the default model' })
  @ManyRows()
  predictBatch(@Req() request: PredictRequest): Promise<BatchPrediction> {
    return this.many(request);
  }

  @Post('models/:model/predict')
  @HttpCode(200)
  @ApiOperation({ summary: "Predict one row with a model's champion" })
  @ModelParam()
  @OneRow()
  predictWithModel(@Req() request: PredictRequest): Promise<Prediction> {
    return this.one(request);
  }

  @Post('models/:model/predict/batch')
  @HttpCode(200)
  @ApiOperation({ summary: "Predict several rows with a model's champion" })
  @ModelParam()
  @ManyRows()
  predictBatchWithModel(@Req() request: PredictRequest): Promise<BatchPrediction> {
    return this.many(request);
  }

  @Post('models/:model/versions/:version/predict')
  @HttpCode(200)
  @ApiOperation({ summary: 'Predict one row with a version of a model' })
  @ModelParam()
  @VersionParam()
  @OneRow()
  predictWithVersion(@Req() request: PredictRequest): Promise<Prediction> {
    return this.one(request);
  }

  @Post('models/:model/versions/:version/predict/batch')
  @HttpCode(200)
  @ApiOperation({ summary: 'Predict several rows with a version of a model' })
  @ModelParam()
  @VersionParam()
  @ManyRows()
  predictBatchWithVersion(@Req() request: PredictRequest): Promise<BatchPrediction> {
    return this.many(request);
  }

  /** @throws {ValidationFailed} */
  private async one({ params, body, principal }: PredictRequest): Promise<Prediction> {
    const model = this.registry.select(params);
    const row = readRow(model.rowSchema, body);
    const prepared = model.prepare === undefined ? row : await model.prepare(row);
    return this.predictions.predict(model, prepared, principal.subject);
  }

  /** @throws {ValidationFailed} */
  private async many({ params, body, principal }: PredictRequest): Promise<BatchPrediction> {
    const model = this.registry.select(params);
    const rows = await this.batches.read(model.rowSchema, body, rowSizeOf(model.manifest));
    const { prepare } = model;
    if (prepare === undefined) return this.predictions.predictAll(model, rows, principal.subject);
    return this.decodedBatches.run(async () =>
      this.predictions.predictAll(model, await prepareAll(prepare, rows), principal.subject),
    );
  }
}
