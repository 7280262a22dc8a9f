import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiConflictResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, type Principal, RequireScope } from '@plumbline/access';
import { challengeWith, promoteTo, rollBack } from './pointer-moves.js';
import {
  type Challenge,
  challengeSchema,
  type Pointers,
  pointersSchema,
  type Promotion,
  promotionSchema,
} from './promotion.schema.js';
import { PromotionService } from './promotion.service.js';

/** Moves the pointers of a model: champion, previous champion and challenger. */
@ApiTags('models')
@RequireScope('models')
@Controller('models/:model')
export class PromotionController {
  constructor(private readonly promotions: PromotionService) {}

  @Post('promote')
  @HttpCode(200)
  @ApiOperation({ summary: 'Make a version the champion of its model' })
  @ApiOkResponse({ standardSchema: pointersSchema })
  @ApiConflictResponse()
  promote(
    @Param('model') model: string,
    @Body({ schema: promotionSchema }) { version }: Promotion,
    @CurrentPrincipal() { subject }: Principal,
  ): Promise<Pointers> {
    return this.promotions.move(model, promoteTo(version), { action: 'model.promoted', subject });
  }

  @Post('rollback')
  @HttpCode(200)
  @ApiOperation({ summary: 'Restore the previous champion' })
  @ApiOkResponse({ standardSchema: pointersSchema })
  @ApiConflictResponse()
  rollback(@Param('model') model: string, @CurrentPrincipal() { subject }: Principal): Promise<Pointers> {
    return this.promotions.move(model, rollBack, { action: 'model.rolled_back', subject });
  }

  @Post('challenger')
  @HttpCode(200)
  @ApiOperation({ summary: "Run a version in the champion's shadow, or end the trial" })
  @ApiOkResponse({ standardSchema: pointersSchema })
  @ApiConflictResponse()
  challenge(
    @Param('model') model: string,
    @Body({ schema: challengeSchema }) { version }: Challenge,
    @CurrentPrincipal() { subject }: Principal,
  ): Promise<Pointers> {
    const action = version === null ? 'challenger.removed' : 'challenger.set';
    return this.promotions.move(model, challengeWith(version), { action, subject });
  }
}
